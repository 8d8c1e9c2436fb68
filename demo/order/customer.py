from odoo import api, models


class AftersalesDemo(models.AbstractModel):
    """The customer with a login."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_online_customer(self):
        """What he has done online; rooms add theirs by ``super()``."""
