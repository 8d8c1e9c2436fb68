from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .recall_vehicle.aftersales_recall_vehicle import OPEN_STATES
from .recall_vehicle.aftersales_recall_vehicle_telling import MAIL_TEMPLATE, SMS_TEMPLATE

# Cars whose owner is expected already need no letter.
UNTOLD_STATES = tuple(state for state in OPEN_STATES if state in ('open', 'told'))
# Letters of one file: a print of more takes longer than a browser waits.
MOST_LETTERS = 500


class AftersalesRecallWave(models.Model):
    """Owners who are told of a recall together: those who were not told in the last days."""
    _name = 'aftersales.recall.wave'
    _inherit = ['aftersales.system.values.mixin']
    _description = "Wave of a Recall"
    _order = 'id desc'
    _rec_name = 'number'

    recall_id = fields.Many2one('aftersales.recall', required=True, readonly=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='recall_id.company_id', store=True, index=True)
    number = fields.Integer(string="Wave", required=True, readonly=True)
    channel = fields.Selection(
        [('notice', "E-mail or SMS"), ('letter', "Letter")], required=True, readonly=True)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    untold_days = fields.Integer(string="Not Told for (days)", readonly=True)
    user_id = fields.Many2one(
        'res.users', string="By", readonly=True, ondelete='restrict', default=lambda self: self.env.user)
    car_count = fields.Integer(string="Cars", readonly=True)

    _number_uniq = models.UniqueIndex('(recall_id, number)', "Somebody has just sent the same wave. Reload the page.")

    # === BUSINESS METHODS ===#

    @api.model
    def _find_cars(self, recall, days, channel, limit=None):
        """Cars of ``recall`` with a known owner who was neither told nor written to in the last ``days``."""
        now = fields.Datetime.now()
        since = fields.Datetime.subtract(now, days=days)
        domain = (
            Domain('recall_id', '=', recall.id) & Domain('state', 'in', UNTOLD_STATES)
            & Domain('vehicle_id.owner_id', '!=', False)
            & (Domain('last_told_date', '=', False) | Domain('last_told_date', '<=', since))
            & (Domain('wave_id', '=', False) | Domain('wave_id.date', '<=', since)))
        limit = limit or (MOST_LETTERS if channel == 'letter' else None)
        # sudo: owners of cars are told by the system; who may is checked by whoever asks
        return self.env['aftersales.recall.vehicle'].sudo().search(domain, limit=limit, order='last_told_date NULLS FIRST, id')

    @api.model
    def _send(self, recall, days, channel):
        """Tell the owners who are to be told now.

        :return: the wave, and its cars
        """
        recall.ensure_one()
        recall.check_access('write')
        recall._check_may_tell()
        recall.sudo().lock_for_update(allow_referencing=True)  # sudo: two who send at once do not both write to everybody
        cars = self._find_cars(recall, days, channel)
        if not cars:
            raise UserError(self.env._(
                "%(recall)s: nobody is left to be told who was not told in the last %(days)s days.",
                recall=recall.display_name, days=str(days)))
        # sudo: kept by the system; who may is checked above
        wave = self.sudo().create({
            'recall_id': recall.id, 'channel': channel, 'untold_days': days, 'car_count': len(cars), 'user_id': self.env.uid,
            'number': max(self.sudo().search([('recall_id', '=', recall.id)]).mapped('number'), default=0) + 1,
        })
        cars.wave_id = wave
        if channel == 'letter':
            cars.with_env(self.env)._note_told('letter', wave=wave)
        else:
            cars._queue_notice(MAIL_TEMPLATE, SMS_TEMPLATE)
        return wave, cars
