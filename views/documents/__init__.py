"""What is printed and handed over: documents made from data, drawn here and sent elsewhere."""
