package main

// Held for the work under way; removed when each has its first user.
import (
	_ "google.golang.org/protobuf/proto"
)
