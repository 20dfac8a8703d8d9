// SPDX-License-Identifier: MIT OR Apache-2.0

// A server and its client, files and a child, as net/http and os/exec make them.
package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	go http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "hello")
	}))
	for i := 0; i < 20; i++ {
		answer, err := http.Get("http://" + listener.Addr().String() + "/")
		must(err)
		body, err := io.ReadAll(answer.Body)
		must(err)
		answer.Body.Close()
		if string(body) != "hello" {
			panic(string(body))
		}
	}
	must(os.WriteFile("file", []byte("text"), 0o644))
	must(os.Remove("file"))
	out, err := exec.Command("echo", "child").Output()
	must(err)
	fmt.Print(string(out))
}
