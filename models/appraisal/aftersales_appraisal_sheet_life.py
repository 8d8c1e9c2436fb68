from odoo import fields, models
from odoo.exceptions import AccessError, UserError

TASK = 'aftersales.mail_activity_appraisal_shown'


class AftersalesAppraisalSheet(models.Model):
    _inherit = 'aftersales.appraisal.sheet'

    # === ACTION METHODS ===#

    def action_measure(self):
        """Reckon again what the records say; only while nobody has been shown it."""
        self.check_access('write')
        self._check_appraiser()
        for sheet in self:
            if sheet.state != 'draft':
                raise UserError(self.env._("%(sheet)s was shown: its figures stay.", sheet=sheet.display_name))
        self.sudo()._measure_lines()  # sudo: figures are the system's

    def action_show(self):
        """The person may see and answer it."""
        self._move('shown')

    def action_take_back(self):
        """Back to reckoning, before the person has answered."""
        self._move('draft')

    def action_agree(self):
        """The person has nothing against it."""
        self._move('agreed')

    def action_object(self):
        """The person does not agree, and has said why."""
        self._move('objected')

    def action_close(self):
        """Nothing changes any more."""
        self._move('closed')

    # === BUSINESS METHODS ===#

    def _move(self, target):
        self.check_access('read')
        self._claim_for_update()
        self.sudo()._transition(target)  # sudo: who may is asked of the move itself

    def _check_appraiser(self):
        if not self.env.user.has_group('aftersales.group_appraise'):
            raise AccessError(self.env._("Only who appraises people may do this."))

    def _check_not_own(self):
        for sheet in self:
            if sheet.employee_id.user_id == self.env.user:
                raise AccessError(self.env._(
                    "%(sheet)s is yours: somebody else who appraises people shows and closes it.", sheet=sheet.display_name))

    def _check_shown(self):
        self._check_not_own()
        for sheet in self:
            if not sheet.weight_known:
                raise UserError(self.env._(
                    "%(sheet)s has no figure yet. Enter those by hand first.", sheet=sheet.display_name))
            if sheet.state == 'objected' and not (sheet.answer or '').strip():
                raise UserError(self.env._("%(sheet)s: answer the objection first.", sheet=sheet.display_name))
            if sheet.deduction and not (sheet.deduction_reason or '').strip():
                raise UserError(self.env._("%(sheet)s: write why it is deducted.", sheet=sheet.display_name))

    def _check_agreed(self):
        for sheet in self:
            if sheet.employee_id.user_id != self.env.user:
                raise AccessError(self.env._("Everybody answers for his own sheet."))

    def _check_objected(self):
        self._check_agreed()
        for sheet in self:
            if not (sheet.objection or '').strip():
                raise UserError(self.env._("%(sheet)s: write what you object to.", sheet=sheet.display_name))

    def _check_closed(self):
        self._check_not_own()
        for sheet in self:
            if sheet.state == 'objected' and not (sheet.answer or '').strip():
                raise UserError(self.env._("%(sheet)s: answer the objection first.", sheet=sheet.display_name))

    def _after_transition(self, source, target):
        self.activity_unlink([TASK])
        super()._after_transition(source, target)

    def _after_shown(self, source):
        self.write({'shown_date': fields.Datetime.now()})
        tasks = {}
        for sheet in self:
            user = sheet.employee_id.user_id
            if user:
                words = sheet.with_context(lang=user.lang).env
                tasks[sheet] = {'user_id': user.id, 'summary': words._(
                    "Your performance sheet of %(month)s: agree, or say what you object to", month=f'{sheet.month:%Y-%m}')}
        self._create_tasks(TASK, tasks)

    def _after_agreed(self, source):
        self.write({'answered_date': fields.Datetime.now(), 'answered_id': self.env.uid})

    def _after_objected(self, source):
        self._after_agreed(source)

    def _after_closed(self, source):
        self.write({'closed_date': fields.Datetime.now(), 'closed_id': self.env.uid})
