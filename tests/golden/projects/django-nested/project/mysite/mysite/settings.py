SECRET_KEY = "django-insecure-only-for-development"
DEBUG = True
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = ["users"]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
ROOT_URLCONF = "mysite.urls"
DATABASES = {}
USE_TZ = True
