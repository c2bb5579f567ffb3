// Package esdbtest is an EventStoreDB in this process: a gRPC server that speaks its protocol on a log in memory.
//
// It holds the services that the Go client calls to append, read and follow (Streams, Gossip, ServerFeatures), and answers
// as the server does, down to trailers and to what the server leaves out. Others are Unimplemented. Methods of Server let it
// misbehave while calls run. Nothing outlives the process; Stop and Restart keep what was written and forget what a real
// server keeps in memory only.
package esdbtest
