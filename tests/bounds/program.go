// SPDX-License-Identifier: MIT OR Apache-2.0
// Something of the runtime, the network and processes: most call sites there are.
package main

import (
	"fmt"
	"net"
	"os/exec"
	"os/signal"
)

func main() {
	signal.Ignore()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	fmt.Println(err == nil && listener.Close() == nil)
	fmt.Println(exec.Command("true").Run() == nil)
}
