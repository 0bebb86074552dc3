"""What the national Flask apps share: the national side's stores, recording of exchanges, outbound calls."""
