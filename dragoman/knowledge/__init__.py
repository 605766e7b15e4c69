"""What reading needs to know, as data: event types, frames, actors, office holders, outlets."""
