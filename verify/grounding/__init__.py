"""The grounding wing: claims → entities, numbers, similarity → a verdict with its evidence."""
