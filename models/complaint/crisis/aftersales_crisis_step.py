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

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        for step in steps.sudo():  # sudo: the task is somebody else's
            # What is to be done stands in the words of who wrote it; the rest is core's, in the reader's language.
            step.crisis_id.with_context(lang=step.user_id.lang).activity_schedule(
                'mail.mail_activity_data_todo', user_id=step.user_id.id, summary=step.name[:250],
                date_deadline=fields.Datetime.context_timestamp(step, step.due_date).date())
        return steps

    def action_done(self):
        self.check_access('write')
        # sudo: stamps are the system's
        self.filtered(lambda step: not step.done_date).sudo().done_date = fields.Datetime.now()
