from odoo import fields, models


class AftersalesAwayWizard(models.TransientModel):
    """Who goes home works no more: his clock stops, as at the end of his shift (E6)."""
    _inherit = 'aftersales.away.wizard'

    def _release_work(self):
        if self.date_from <= fields.Datetime.now():
            self.env['aftersales.time.entry']._get_open_entry(self.employee_id)._clock_off('shift_end')
        return super()._release_work()
