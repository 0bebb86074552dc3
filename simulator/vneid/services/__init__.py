"""What VNeID offers beside the login: consented sharing, remote signing, notices and the wallet."""
