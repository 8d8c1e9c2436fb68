from odoo import fields, models


class AftersalesPolicy(models.Model):
    """A policy that is not given with a car but sold for it, by a contract (contracts, §2)."""
    _inherit = 'aftersales.policy'

    start_event = fields.Selection(
        selection_add=[('contract', "A contract of ours that begins")], ondelete={'contract': 'set default'})

    def _give_to_some_cars(self):
        """Whoever bought it has it: nobody is looked for."""
        self.ensure_one()
        if self.start_event == 'contract':
            self.is_given = True
            return
        super()._give_to_some_cars()
