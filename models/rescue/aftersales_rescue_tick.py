from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .aftersales_rescue_step import PHASES

SEE = 'aftersales.group_see_rescue'
DISPATCH = 'aftersales.group_dispatch_rescue'


class AftersalesRescueTick(models.Model):
    """A step of one rescue: who has done it, and when (J9). Made by the system; ticked by a click, or on the crew's phone."""
    _name = 'aftersales.rescue.tick'
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.system.values.mixin']
    _description = "Step of a Rescue"
    _order = 'rescue_id.id desc, phase_number, sequence, id'
    _rec_name = 'step_id'
    _frozen_with = 'rescue_id'

    rescue_id = fields.Many2one('aftersales.rescue', required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='rescue_id.company_id', store=True, index=True)
    step_id = fields.Many2one('aftersales.rescue.step', required=True, readonly=True, index=True, ondelete='restrict')
    phase = fields.Selection(PHASES, required=True, readonly=True)
    phase_number = fields.Integer(readonly=True, export_string_translation=False)
    sequence = fields.Integer(readonly=True)
    is_must = fields.Boolean(string="Must", readonly=True)
    is_of_head = fields.Boolean(related='step_id.is_of_head')
    done_date = fields.Datetime(string="Done On", readonly=True)
    user_id = fields.Many2one('res.users', string="Ticked By", readonly=True, index='btree_not_null')
    crew_name = fields.Char(string="Ticked by Crew", readonly=True)

    _step_uniq = models.Constraint('UNIQUE (rescue_id, step_id)', "This step is in the list of the rescue already.")

    # === ACTION METHODS ===#

    def action_tick(self):
        """Done: who and when is kept. Pressed once more it is not done."""
        if not self.env.user.has_group(SEE):
            raise AccessError(self.env._("Only who sees rescues ticks their steps."))
        self.check_access('read')
        if any(self.mapped('is_of_head')) and not self.env.user.has_group(DISPATCH):
            raise self.rescue_id._get_role_error()
        for tick in self:
            if tick.done_date:
                tick._write_tick({'done_date': False, 'user_id': False, 'crew_name': False})
            else:
                tick._write_tick({'done_date': fields.Datetime.now(), 'user_id': self.env.uid})

    # === BUSINESS METHODS ===#

    def _write_tick(self, vals):
        if self.rescue_id.state in ('cancelled',):
            raise UserError(self.env._(
                "%(rescue)s was called off. Take it up again first.", rescue=self.rescue_id.display_name))
        self.sudo().write(vals)  # sudo: the stamp is the system's

    def _tick_by_crew(self, offer):
        """On the crew's phone; pressed twice it is one."""
        for tick in self.filtered(lambda tick: not tick.done_date):
            tick._write_tick({'done_date': fields.Datetime.now(), 'crew_name': offer.crew_name})
