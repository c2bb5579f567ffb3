// Package sms sends text messages to phones by an HTTP gateway of Twilio's shape, and hears from it what became of them.
//
// A message is short, says nothing about anybody, and links to nothing but the page to sign in on. The number is in the
// request to the gateway and nowhere else: no log, no error and no address has it.
package sms
