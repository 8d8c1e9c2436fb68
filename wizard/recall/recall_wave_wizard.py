from odoo import api, fields, models


class AftersalesRecallWaveWizard(models.TransientModel):
    """Who is told next, and how: owners who were not told in the last days."""
    _name = 'aftersales.recall.wave.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Tell Customers of a Recall"

    recall_id = fields.Many2one('aftersales.recall', required=True, readonly=True)
    channel = fields.Selection(
        selection=lambda self: self.env['aftersales.recall.wave']._fields['channel']._description_selection(self.env),
        required=True, default='notice')
    untold_days = fields.Integer(string="Not Told for (days)", required=True, default=30, bounds=(0, 3650))
    car_count = fields.Integer(string="Cars", compute='_compute_car_count')

    @api.depends('recall_id', 'channel', 'untold_days')
    def _compute_car_count(self):
        for wizard in self:
            wizard.car_count = len(self.env['aftersales.recall.wave']._find_cars(
                wizard.recall_id, wizard.untold_days, wizard.channel)) if wizard.recall_id else 0

    def action_apply(self):
        """Write to them; letters are printed at once."""
        self.ensure_one()
        wave, cars = self.env['aftersales.recall.wave']._send(self.recall_id, self.untold_days, self.channel)
        if wave.channel == 'letter':
            return cars.with_env(self.env).action_print_letters() | {'close_on_report_download': True}
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'success',
                'message': self.env._("Wave %(number)s: the owners of %(count)s cars are told.",
                                      number=wave.number, count=len(cars)),
                'next': {'type': 'ir.actions.act_window_close'},
            },
        }
