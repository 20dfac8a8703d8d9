module call

go 1.18
