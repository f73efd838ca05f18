"""The room of faces: what was loaded, judged and scored becomes a View, and the View becomes text, JSON and pages."""
