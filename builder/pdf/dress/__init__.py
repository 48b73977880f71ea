"""What a fragment's parts look like on paper."""
