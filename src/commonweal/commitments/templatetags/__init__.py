"""What templates of promises may say."""
