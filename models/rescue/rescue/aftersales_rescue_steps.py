from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

# The steps that are shown to the crew in a state.
PHASE_OF = {
    'accepted': 'before', 'under_way': 'there', 'arrived': 'there', 'working': 'there', 'towing': 'there',
    'solved': 'after', 'handed_in': 'after',
}


class AftersalesRescue(models.Model):
    """The procedure step by step: before leaving, at the place, afterwards; a must that is not ticked holds the next state
    (J9)."""
    _inherit = 'aftersales.rescue'

    tick_ids = fields.One2many('aftersales.rescue.tick', 'rescue_id', string="Steps", readonly=True, copy=False)

    def write(self, vals):
        result = super().write(vals)
        if 'kind' in vals:
            self.filtered(lambda rescue: rescue.state not in ('new', 'closed', 'cancelled'))._list_steps()
        return result

    # === GUARDS ===#

    def _after_confirmed(self, source):
        super()._after_confirmed(source)
        if source == 'new':
            self._list_steps()

    def _check_under_way(self):
        super()._check_under_way()
        self._check_steps('before')

    def _check_solved(self):
        self._check_steps('there')

    def _check_closed(self):
        super()._check_closed()
        self.filtered(lambda rescue: rescue.state != 'absent')._check_steps('after')

    def _check_steps(self, phase):
        """:raises UserError: when a must of the phase is not ticked"""
        for rescue in self:
            missing = rescue.tick_ids.filtered(lambda tick: tick.phase == phase and tick.is_must and not tick.done_date)
            if missing:
                raise UserError(self.env._(
                    "%(rescue)s: tick first what was done: %(steps)s.", rescue=rescue.display_name,
                    steps=", ".join(missing.step_id.mapped('name'))))

    # === BUSINESS METHODS ===#

    def _list_steps(self):
        """The steps of its kind; what was ticked already stays."""
        for rescue in self.sudo():  # sudo: the list is the system's
            steps = self.env['aftersales.rescue.step']._get_steps(rescue)
            rescue.tick_ids.filtered(lambda tick, steps=steps: not tick.done_date and tick.step_id not in steps).unlink()
            rescue.tick_ids = [Command.create({
                'step_id': step.id, 'phase': step.phase, 'phase_number': step.phase_number, 'sequence': step.sequence,
                'is_must': step.is_must}) for step in steps - rescue.tick_ids.step_id]

    def _get_crew_ticks(self):
        """What the crew has to do now."""
        self.ensure_one()
        return self.tick_ids.filtered(lambda tick: tick.phase == PHASE_OF.get(self.state) and not tick.is_of_head)

    @api.model
    def _get_phase_label(self, phase):
        return dict(self.env['aftersales.rescue.tick']._fields['phase']._description_selection(self.env)).get(phase, '')
