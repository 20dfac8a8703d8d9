// SPDX-License-Identifier: MIT OR Apache-2.0
package main

import "unsafe"

func address(b []byte) uintptr { return uintptr(unsafe.Pointer(&b[0])) }
