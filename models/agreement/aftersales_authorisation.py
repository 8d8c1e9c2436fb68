from odoo import fields, models


class AftersalesAuthorisation(models.Model):
    """A yes that was given beforehand: by a frame agreement, up to an amount (G4)."""
    _inherit = 'aftersales.authorisation'

    channel = fields.Selection(selection_add=[('agreement', "By Frame Agreement")], ondelete={'agreement': 'cascade'})
