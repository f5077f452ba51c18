"""Settings: the environment first, then .env; every key is explained in .env.example."""

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


def _as_telegram_takes_it(secret: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret.get_secret_value()):
        raise ValueError("1 to 256 of A-Z a-z 0-9 _ and -")
    return secret


class Settings(BaseSettings):
    """What an installation decides. Environment names have the prefix `STRAJA_`."""

    model_config = SettingsConfigDict(env_prefix="STRAJA_", env_file=".env", extra="ignore")

    bot_token: SecretStr = SecretStr("")
    telegram_api: str = "https://api.telegram.org"
    database_url: str = "sqlite:///straja.db"
    webhook_url: str = ""
    webhook_secret: Annotated[SecretStr, AfterValidator(_as_telegram_takes_it)] = SecretStr("")
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8080, ge=0, le=65535)
    public_url: str = ""
    enrolment_proof: Literal["phone", "approval"] = "phone"
    side: Literal["", "RO", "RS"] = ""
    data_dir: Path = Path("var")
    log_format: Literal["text", "json"] = "text"
    send_rate: float = Field(default=28.0, gt=0, le=1000)
    sending: Literal["on", "held"] = "on"
    remind_minutes: float = Field(default=3, gt=0, le=1440)
    escalate_minutes: float = Field(default=10, gt=0, le=1440)
    second_release: Literal["off", "on"] = "off"
    delete_alerts: Literal["off"] | Annotated[float, Field(ge=0, le=47)] = "off"
    telegram_proxy: str = ""
    ca_bundle: str = ""
