"""What a customer may ask of their own data: to have a copy, and to have it erased. What must stay is here too."""
