// SPDX-License-Identifier: MIT OR Apache-2.0

// As call.c read, in Go: the median over batches of the time of one read of one byte,
// in ns. It is made as all calls of Go's packages are, by Syscall6.
//
//	call_go read BATCHES CALLS
package main

import (
	"fmt"
	"os"
	"sort"
	"strconv"
	"syscall"
	"time"
)

func main() {
	batches, _ := strconv.Atoi(os.Args[2])
	calls, _ := strconv.Atoi(os.Args[3])
	fd, err := syscall.Open("/dev/zero", syscall.O_RDONLY, 0)
	if err != nil || os.Args[1] != "read" {
		os.Exit(2)
	}
	var b [1]byte
	times := make([]float64, batches)
	for i := range times {
		start := time.Now()
		for n := 0; n < calls; n++ {
			if got, err := syscall.Read(fd, b[:]); got != 1 || err != nil {
				os.Exit(1)
			}
		}
		times[i] = float64(time.Since(start).Nanoseconds()) / float64(calls)
	}
	sort.Float64s(times)
	fmt.Printf("%.2f\n", times[batches/2])
}
