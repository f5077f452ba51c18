"""Use cases: one public function for each thing a person or the clock can do."""
