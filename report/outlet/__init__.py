from . import print_mixin
