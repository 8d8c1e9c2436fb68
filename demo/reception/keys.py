from odoo import api, models

from odoo.addons.aftersales.demo.base.tools import OUTLETS

PLACES = 30
HUNG = 12


class AftersalesDemo(models.AbstractModel):
    """The key cabinets, and where the keys of the cars in the house are: every fourth is with its technician (D2)."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_keys(self):
        for outlet in OUTLETS:
            company = self._ref(f'company_{outlet}')
            orders = self._as(self.env['aftersales.order'], 'advisor', company).search([
                ('company_id', '=', company.id), ('is_in_house', '=', True)], order='id')
            self.env['aftersales.key.place'].create([
                {'name': f'A-{number:02}', 'workshop_id': workshop.id}
                for workshop in orders.workshop_id for number in range(1, PLACES + 1)])
            for number, order in enumerate(orders[:HUNG]):
                wizards = self._as(self.env['aftersales.key.wizard'], 'advisor', company)
                wizards.create({'order_id': order.id}).action_apply()
                if number % 4 == 3 and order.job_ids.technician_id:
                    wizards.create({
                        'order_id': order.id, 'kind': 'out', 'employee_id': order.job_ids.technician_id[0].id,
                        'reason': self.env._("Road test")}).action_apply()
            self._wash(orders)

    def _wash(self, orders):
        """Two wait to be washed before the work, one is washed already, and so is one that is ready."""
        received, ready = (orders.filtered(lambda order, state=state: order.state == state) for state in ('received', 'ready'))
        received[:3].wash_before = True
        received[:1].action_washed()
        ready[:1].wash_after = True
        ready[:1].action_washed()
