from datetime import timedelta

from odoo import fields, models

from odoo.addons.aftersales.models.base.entries import Tally

SKILLS = 'aftersales.action_people_skills'


class AftersalesWorkshop(models.Model):
    """Who trains the outlet's people, and what of their certificates ends soon (M1)."""
    _inherit = 'aftersales.workshop'

    trainer_id = fields.Many2one(
        'res.users', string="Trainer", index='btree_not_null', domain="[('share', '=', False)]",
        help="Is told when certificates of the outlet's people end. Empty: the supervisor is.")

    def _get_tallies(self, start, stop):
        today = self._get_local_day(fields.Datetime.now())
        own = [] if self.env.user.has_group('aftersales.group_train') else [('is_own', '=', True)]
        return [
            *super()._get_tallies(start, stop),
            Tally(88, 'certificates_ending', 'wait', self.env._("certificates end in 60 days"), SKILLS, [
                *own, ('employee_id.company_id', '=', self.company_id.id), ('is_renewed', '=', False),
                ('valid_to', '>=', fields.Date.to_string(today)),
                ('valid_to', '<=', fields.Date.to_string(today + timedelta(days=60)))], 'warning'),
        ]
