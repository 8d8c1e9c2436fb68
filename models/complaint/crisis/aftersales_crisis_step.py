from odoo import api, fields, models


class AftersalesCrisisStep(models.Model):
    """What is done in a crisis, by whom, until which hour, and when it was done."""
    _name = 'aftersales.crisis.step'
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.system.values.mixin']
    _description = "Step in a Crisis"
    _order = 'due_date, id'
    _frozen_with = 'crisis_id'

    crisis_id = fields.Many2one('aftersales.crisis', required=True, index=True, ondelete='cascade')
    name = fields.Char(string="What Is to Be Done", required=True)
    user_id = fields.Many2one(
        'res.users', string="In Charge", required=True, index=True, default=lambda self: self.env.user,
        domain="[('share', '=', False)]")
    due_date = fields.Datetime(string="Until", required=True)
    done_date = fields.Datetime(string="Done On", readonly=True, copy=False)
    note = fields.Char(string="What Came of It")
    activity_id = fields.Many2one('mail.activity', readonly=True, copy=False, index='btree_not_null', ondelete='set null')

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        steps._give_task()
        return steps

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {'name', 'user_id', 'due_date', 'crisis_id'}:
            self.filtered(lambda step: not step.done_date)._give_task()
        return result

    def unlink(self):
        tasks = self.sudo().activity_id  # sudo: the task is somebody else's
        result = super().unlink()
        tasks.unlink()
        return result

    def action_done(self):
        self.check_access('write')
        # sudo: stamps are the system's
        left = self.filtered(lambda step: not step.done_date).sudo()
        left.done_date = fields.Datetime.now()
        left._end_task()

    # === BUSINESS METHODS ===#

    def _give_task(self):
        """Whoever is in charge has it among his activities until it is done."""
        self._end_task()
        for step in self.sudo():  # sudo: the task is somebody else's
            tz = step.crisis_id.workshop_id._get_tz().zone if step.crisis_id.workshop_id else step.user_id.tz
            # What is to be done stands in the words of who wrote it; the rest is core's, in the reader's language.
            step.activity_id = step.crisis_id.with_context(lang=step.user_id.lang).activity_schedule(
                'mail.mail_activity_data_todo', user_id=step.user_id.id, summary=step.name[:250],
                date_deadline=fields.Datetime.context_timestamp(step.with_context(tz=tz), step.due_date).date())

    def _end_task(self):
        self.sudo().activity_id.unlink()  # sudo: as above
