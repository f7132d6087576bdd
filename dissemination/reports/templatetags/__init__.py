"""The words that the report's templates use."""
