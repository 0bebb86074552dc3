"""The password of every fictitious person, and the code that her phone would show."""

import hmac

PASSWORD = "Thu-nghiem-2025"
"""The same for everybody and shown on the page: nothing here is worth a secret."""
OTP_SECONDS = 120
OTP_DIGITS = 6


def one_time_code(secret: bytes, step_id: str) -> str:
    """Return the code of a half-done login; another for each, and nothing of it is stored."""
    made = hmac.new(secret, f"otp {step_id}".encode(), "sha256").digest()
    return str(int.from_bytes(made[:8], "big") % 10**OTP_DIGITS).zfill(OTP_DIGITS)


def phone_name(secret: bytes, step_id: str) -> str:
    """Return the name of a QR login towards the phone, from which the browser's name cannot be found."""
    return hmac.new(secret, f"phone {step_id}".encode(), "sha256").hexdigest()[:32]


def compare_code(secret: bytes, phone: str) -> str:
    """Return the two digits of a QR login that browser and phone both show."""
    made = hmac.new(secret, f"compare {phone}".encode(), "sha256").digest()
    return str(made[0] % 90 + 10)


def is_password(typed: str) -> bool:
    """Return whether this is the password."""
    return hmac.compare_digest(typed.encode("utf-8", "surrogatepass"), PASSWORD.encode())


def is_code(typed: str, code: str) -> bool:
    """Return whether this is the code; spaces in it are overlooked, because phones show them."""
    return hmac.compare_digest("".join(typed.split()).encode("utf-8", "surrogatepass"), code.encode())
