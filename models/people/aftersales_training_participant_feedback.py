from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

SCALE = [('1', "1 – Not at All"), ('2', "2 – Little"), ('3', "3 – Partly"), ('4', "4 – Mostly"), ('5', "5 – Fully")]
MARKS = ('mark_content', 'mark_level', 'mark_teacher', 'mark_examples', 'mark_use')


class AftersalesTrainingParticipant(models.Model):
    """What those who were taught say of it: each once, of his own, after the training was held (M2)."""
    _inherit = 'aftersales.training.participant'

    mark_content = fields.Integer(string="Content Useful", readonly=True, copy=False, aggregator=False)
    mark_level = fields.Integer(string="Level Right", readonly=True, copy=False, aggregator=False)
    mark_teacher = fields.Integer(string="Teacher Clear", readonly=True, copy=False, aggregator=False)
    mark_examples = fields.Integer(string="Examples Good", readonly=True, copy=False, aggregator=False)
    mark_use = fields.Integer(string="Will Use It", readonly=True, copy=False, aggregator=False)
    training_mark = fields.Float(
        string="Mark", compute='_compute_training_mark', store=True, aggregator=False, digits=(16, 1),
        help="Average of the five answers, of 5. 0: he has not said yet.")
    feedback_note = fields.Char(string="What Else He Says", readonly=True, copy=False)
    feedback_date = fields.Datetime(string="Feedback Given On", readonly=True, copy=False)
    may_give_feedback = fields.Boolean(compute='_compute_may_give_feedback')

    @api.depends(*MARKS)
    def _compute_training_mark(self):
        for row in self:
            row.training_mark = sum(row[name] for name in MARKS) / len(MARKS)

    @api.depends('feedback_date', 'attendance', 'session_id.state', 'employee_id')
    @api.depends_context('uid')
    def _compute_may_give_feedback(self):
        for row in self:
            # sudo: whose row it is
            row.may_give_feedback = (
                not row.feedback_date and row.attendance == 'present' and row.session_id.state == 'held'
                and row.employee_id.sudo().user_id == self.env.user)

    def action_give_feedback(self):
        """Five questions about the training."""
        self.ensure_one()
        self._check_may_give_feedback()
        return {
            **self.env['ir.actions.act_window']._for_xml_id('aftersales.action_training_feedback'),
            'context': {'default_participant_id': self.id}}

    def _check_may_give_feedback(self):
        self.check_access('read')
        for row in self:
            session = row.session_id
            if row.employee_id.sudo().user_id != self.env.user:  # sudo: whose row it is
                raise AccessError(self.env._("Everybody says himself what he thinks of a training."))
            if session.state != 'held' or row.attendance != 'present':
                raise UserError(self.env._(
                    "%(session)s: those who were there say what they think of it, once it was held.",
                    session=session.display_name))
            if row.feedback_date:
                raise UserError(self.env._(
                    "You have said already what you think of %(session)s.", session=session.display_name))

    def _keep_feedback(self, marks, note):
        """Keep what the participant says; it stays as it is."""
        self.ensure_one()
        self._check_may_give_feedback()
        # sudo: nobody writes answers, neither his own later nor those of others
        self.sudo().write({**marks, 'feedback_note': note, 'feedback_date': fields.Datetime.now()})

    @api.model
    def _average_marks(self, name, ids, domain=()):
        """:return: dict of id of the field ``name``: (how many have said it, average mark)"""
        return {record.id: (count, mark) for record, count, mark in self._read_group(
            [*domain, (name, 'in', ids), ('feedback_date', '!=', False)], [name], ['__count', 'training_mark:avg'])}
