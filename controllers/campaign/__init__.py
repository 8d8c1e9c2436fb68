from . import invitations
