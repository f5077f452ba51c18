"""What people send as pictures, films and voices: fetched, made clean, and kept."""
