"""A PDF read back for the account, by PDFium and pikepdf."""
