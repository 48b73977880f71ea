"""Paper: the study sheet as a tagged PDF, and a PDF read back."""
