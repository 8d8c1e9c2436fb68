from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesRoundMixin(models.AbstractModel):
    """A check of a place on a day: whoever made it signs it, then it stays; a manager closes what nobody made.

    The model has the states open, closed and missed, and a ``date``.
    """
    _name = 'aftersales.round.mixin'
    _description = "Check of a Place"
    _inherit = [
        'aftersales.frozen.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.lasting.mixin',
        'aftersales.log.mixin', 'mail.activity.mixin']
    _guarded_by_model = frozenset({'state'})

    remark = fields.Text(copy=False)
    signed_id = fields.Many2one('res.users', string="Signed By", readonly=True, copy=False, index='btree_not_null')
    signed_date = fields.Datetime(string="Signed On", readonly=True, copy=False)

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._read_inputs(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._read_inputs(vals))

    # === ACTION METHODS ===#

    def action_sign(self):
        """Whoever made the check says so: from here on it stays."""
        self._claim_for_update()
        self._transition('closed')

    def action_miss(self):
        """Nobody made it: a manager says why."""
        self._claim_for_update()
        self._transition('missed')

    # === BUSINESS METHODS ===#

    def _is_frozen(self):
        return self.state != 'open'

    def _get_frozen_message(self):
        self.ensure_one()
        return self.env._("%(check)s is signed: it stays as it is. Make another check instead.", check=self.display_name)

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._(
            "%(check)s stays in the history. A manager closes it as not made, with the reason.", check=self.display_name)

    def _check_closed(self):
        for check in self:
            if check.date > check.company_id._get_today():
                raise UserError(self.env._("%(check)s lies ahead: sign it when it is made.", check=check.display_name))

    def _check_missed(self):
        for check in self:
            if not (check.remark or '').strip():
                raise UserError(self.env._(
                    "%(check)s: write into the remark why nobody made it.", check=check.display_name))

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        # sudo: who signed it and when is the system's
        self.sudo().write({'signed_id': self.env.uid, 'signed_date': fields.Datetime.now()})
