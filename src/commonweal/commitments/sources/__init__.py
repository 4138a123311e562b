"""What is read of elections from elsewhere."""
