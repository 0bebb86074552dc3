"""What a browser and the test hooks reach. Each module gives one blueprint for one system."""
