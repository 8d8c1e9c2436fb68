from odoo import models


class AftersalesWorkshop(models.Model):
    """The outlet's key cabinet."""

    _inherit = 'aftersales.workshop'

    def _get_free_key_place(self):
        """The first place at which no key hangs; none where all are taken, or the outlet has no cabinet."""
        places = self.env['aftersales.key.place'].search([('workshop_id', 'in', self.ids)])
        # sudo: a place is taken whoever sees the order
        taken = self.env['aftersales.order'].sudo().search([('key_place_id', 'in', places.ids)]).key_place_id
        return (places - taken.sudo(False))[:1]
