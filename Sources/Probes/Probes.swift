// Probes: what looks at the world for us.
//
// Purpose: questions to servers that are not ours, such as whether a link's target is there; with bounds on time and
// memory, since whoever answers may be careless or hostile.
//
// It must not: know what a command prints, write anything, or send mail.
