// SPDX-License-Identifier: MIT OR Apache-2.0
// Makes calls with little room below the stack pointer: see stack_amd64.s.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"syscall"
)

// A call with so many bytes left of a stack, below which nothing may be written.
func callAt(top uintptr, number uintptr) uintptr

const size = 65536

func main() {
	left, _ := strconv.Atoi(os.Args[1])
	stack, _ := syscall.Mmap(-1, 0, size, syscall.PROT_READ|syscall.PROT_WRITE,
		syscall.MAP_PRIVATE|syscall.MAP_ANON)
	syscall.Mprotect(stack[:4096], syscall.PROT_NONE)
	runtime.LockOSThread()
	for _, number := range []uintptr{syscall.SYS_GETPPID, syscall.SYS_GETTID} {
		fmt.Println(int(callAt(address(stack)+4096+uintptr(left), number)) > 0)
	}
}
