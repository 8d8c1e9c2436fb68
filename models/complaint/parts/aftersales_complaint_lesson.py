from odoo import api, fields, models
from odoo.exceptions import AccessError

TASK = 'mail.mail_activity_data_todo'


class AftersalesComplaintLesson(models.Model):
    """What a complaint taught, told to whoever leads a unit that was responsible, and read by him (K3; sheet 2, closing).

    Whoever leads a unit need not see complaints: he reads the lesson, not the case. Made by the system only.
    """
    _name = 'aftersales.complaint.lesson'
    _inherit = ['aftersales.history.mixin', 'aftersales.system.values.mixin', 'aftersales.batch.mixin',
                'mail.activity.mixin', 'mail.thread']
    _description = "Lesson of a Complaint"
    _order = 'told_date desc, id desc'
    _rec_name = 'subject'

    complaint_id = fields.Many2one(
        'aftersales.complaint', required=True, readonly=True, index=True, ondelete='cascade',
        groups='aftersales.group_see_complaint')
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True)
    subject = fields.Char(readonly=True, required=True)
    department_id = fields.Many2one(
        'hr.department', string="Department", readonly=True, required=True, index=True, ondelete='restrict')
    user_id = fields.Many2one('res.users', string="Told To", readonly=True, required=True, index=True)
    lesson = fields.Text(readonly=True, required=True)
    told_date = fields.Datetime(string="Sent On", readonly=True, required=True, default=fields.Datetime.now)
    read_date = fields.Datetime(string="Read On", readonly=True, help="When he said that his people know it.")
    is_mine = fields.Boolean(compute='_compute_is_mine')

    _once = models.UniqueIndex("(complaint_id, department_id)", "The unit was told of this complaint already.")

    @api.depends_context('uid')
    @api.depends('user_id')
    def _compute_is_mine(self):
        for lesson in self:
            lesson.is_mine = lesson.user_id == self.env.user

    def action_read(self):
        """The people of the unit know it."""
        for lesson in self:
            if lesson.user_id != self.env.user:
                raise AccessError(self.env._(
                    "“%(lesson)s” was told to %(user)s, who says himself that the unit knows it.",
                    lesson=lesson.subject, user=lesson.user_id.sudo().name))
        left = self.sudo().filtered(lambda lesson: not lesson.read_date)  # sudo: stamps and tasks are the system's
        left.read_date = fields.Datetime.now()
        left.activity_unlink([TASK])

    def _tell(self):
        """Each has it among his activities until he has read it."""
        tasks = {}
        for lesson in self:
            words = lesson.with_context(lang=lesson.user_id.lang).env
            tasks[lesson] = {
                'user_id': lesson.user_id.id, 'summary': words._("Lesson: %(subject)s", subject=lesson.subject)[:250]}
        self._create_tasks(TASK, tasks)
