// SPDX-License-Identifier: MIT OR Apache-2.0
// A program that uses what Go's runtime does with the kernel: threads for goroutines,
// a server on loopback, programs, signals, preemption and garbage collection.
package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"sync"
	"syscall"
	"time"
)

// Calls at every depth of small stacks, whose contents must stay.
func deep(depth int, seed byte) bool {
	var words [24]byte
	for i := range words {
		words[i] = seed + byte(i)
	}
	syscall.Getppid()
	ok := depth == 0 || deep(depth-1, seed+1)
	for i := range words {
		ok = ok && words[i] == seed+byte(i)
	}
	return ok
}

func stacks() bool {
	var wait sync.WaitGroup
	results := make(chan bool, 400)
	for i := 0; i < 400; i++ {
		wait.Add(1)
		go func(i int) {
			defer wait.Done()
			results <- deep(i%60, byte(i))
		}(i)
	}
	wait.Wait()
	close(results)
	for ok := range results {
		if !ok {
			return false
		}
	}
	return true
}

func server() bool {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return false
	}
	go http.Serve(listener, http.HandlerFunc(
		func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.URL.Path) }))
	var wait sync.WaitGroup
	good := make(chan bool, 200)
	for i := 0; i < 200; i++ {
		wait.Add(1)
		go func(i int) {
			defer wait.Done()
			path := fmt.Sprint("/", i)
			answer, err := http.Get("http://" + listener.Addr().String() + path)
			if err != nil {
				good <- false
				return
			}
			body, _ := io.ReadAll(answer.Body)
			answer.Body.Close()
			good <- string(body) == path
		}(i)
	}
	wait.Wait()
	for i := 0; i < 200; i++ {
		if !<-good {
			return false
		}
	}
	return true
}

func programs() bool {
	for i := 0; i < 10; i++ {
		out, err := exec.Command("/bin/echo", fmt.Sprint(i)).Output()
		if err != nil || string(out) != fmt.Sprintln(i) {
			return false
		}
	}
	return exec.Command("/bin/false").Run() != nil
}

func signals() bool {
	arrived := make(chan os.Signal, 100)
	signal.Notify(arrived, syscall.SIGUSR1)
	for i := 0; i < 20; i++ {
		syscall.Kill(syscall.Getpid(), syscall.SIGUSR1)
		<-arrived
	}
	signal.Stop(arrived)
	return true
}

// Goroutines that never call anything are preempted by SIGURG.
func preemption() bool {
	var stop, done int32
	go func() {
		for stop == 0 {
			done++
		}
	}()
	for i := 0; i < 10; i++ {
		runtime.GC()
		time.Sleep(time.Millisecond)
	}
	stop = 1
	return true
}

func garbage() bool {
	var wait sync.WaitGroup
	for g := 0; g < 4; g++ {
		wait.Add(1)
		go func() {
			defer wait.Done()
			var list [][]byte
			for i := 0; i < 2000; i++ {
				list = append(list, make([]byte, 10000))
				if len(list) > 100 {
					list = nil
				}
			}
		}()
	}
	wait.Wait()
	return true
}

func faults() (ok bool) {
	defer func() { ok = recover() != nil }()
	var nowhere *int
	return *nowhere == 0
}

func main() {
	fmt.Println("stacks", stacks())
	fmt.Println("server", server())
	fmt.Println("programs", programs())
	fmt.Println("signals", signals())
	fmt.Println("preemption", preemption())
	fmt.Println("garbage", garbage())
	fmt.Println("faults", faults())
}
