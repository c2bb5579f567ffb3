// Package mail renders e-mails in English and Spanish and sends them by SMTP, or keeps them in a development mailbox.
//
// No subject carries a code or a person's data: subjects are shown on locked screens and kept by servers on the way.
package mail
