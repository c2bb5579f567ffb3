// Package outbox sends what deliveries ask for: one worker a channel, one lease a message, and every outcome recorded.
//
// The delivery's stream is the truth; the list of what is due only says where to look. A message goes out once, or it is
// visibly in doubt; codes and security notices, which may come twice, are sent again with the same id and the same code.
package outbox
