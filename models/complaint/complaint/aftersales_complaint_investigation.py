from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

# Days after a joint inspection within which its report is written, where no deadline says otherwise.
REPORT_DAYS = 3


class AftersalesComplaint(models.Model):
    """What was found out: cause, who is responsible, and what is done so that it does not happen again (K3)."""
    _inherit = 'aftersales.complaint'

    investigator_id = fields.Many2one(
        'res.users', index='btree_not_null', tracking=True, check_company=True, copy=False,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    investigation_date = fields.Datetime(string="Investigation Began", readonly=True, copy=False)
    needs_joint = fields.Boolean(
        string="Joint Inspection on Site", tracking=True, help="Together with the customer or the supplier.")
    joint_people = fields.Char(string="Who Went", tracking=True)
    joint_date = fields.Date(string="Inspected On", tracking=True)
    joint_findings = fields.Text(string="Found on Site", tracking=True)
    report_due = fields.Date(string="Report by", compute='_compute_report_due')
    report_date = fields.Date(string="Report Written On", tracking=True)
    findings = fields.Text(string="Findings of the Investigation", copy=False, tracking=True, help="What was found out.")
    cause_id = fields.Many2one(
        'aftersales.complaint.cause', string="Class of Cause", index='btree_not_null', ondelete='restrict', tracking=True,
        copy=False)
    root_cause = fields.Text(copy=False, tracking=True, help="Why it could happen.")
    party_ids = fields.One2many('aftersales.complaint.party', 'complaint_id', string="Responsible", copy=False)
    responsible_names = fields.Char(string="Responsible Units", compute='_compute_responsible_names')
    action_ids = fields.One2many('aftersales.action', 'complaint_id', string="Actions")
    action_count = fields.Integer(string="Improvement Actions", compute='_compute_action_count')
    opinion_ids = fields.One2many('aftersales.complaint.opinion', 'complaint_id', string="Opinions", copy=False)
    dissent_ids = fields.One2many('aftersales.complaint.dissent', 'complaint_id', string="Dissents", copy=False)

    @api.depends('joint_date')
    def _compute_report_due(self):
        Deadline = self.env['aftersales.deadline']
        rows = Deadline._get_rows('complaint', self.company_id) if any(self.mapped('joint_date')) else None
        for complaint in self:
            day = complaint.joint_date
            row = rows._pick_for_complaint(complaint, 'report') if day else None
            complaint.report_due = day and day + timedelta(days=row.term_days if row else REPORT_DAYS)

    @api.depends('party_ids.department_id', 'party_ids.partner_id')
    def _compute_responsible_names(self):
        for complaint in self:
            complaint.responsible_names = ", ".join(dict.fromkeys(filter(None, (
                party.department_id.name or party.partner_id.name for party in complaint.party_ids))))

    @api.depends('action_ids')
    def _compute_action_count(self):
        for complaint in self:
            complaint.action_count = len(complaint.action_ids)

    # === CRUD METHODS ===#

    def write(self, vals):
        if vals.keys() - {'seen_values'} == {'dissent_ids'} and all(
                command[0] == Command.UPDATE for command in vals['dissent_ids']):
            # Answers, by the form: each dissent says itself who writes what of it, also when the complaint is over.
            for __, dissent_id, answer in vals['dissent_ids']:
                self.dissent_ids.filtered(lambda dissent, own=dissent_id: dissent.id == own).write(answer)
            return True
        return super().write(vals)

    # === ACTION METHODS ===#

    @api.readonly
    def action_view_actions(self):
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_actions')
        action['domain'] = [('complaint_id', '=', self.id)]
        action['context'] = {'default_complaint_id': self.id, 'default_workshop_id': self.workshop_id.id}
        return action

    # === BUSINESS METHODS ===#

    def _check_proposed(self):
        """What is proposed to a customer rests on what was found out."""
        for complaint in self:
            missing = [
                self._fields[name]._description_string(self.env)
                for name in ('category_id', 'findings', 'cause_id', 'root_cause', 'party_ids') if not complaint[name]]
            if complaint.needs_joint:
                missing += [
                    self._fields[name]._description_string(self.env)
                    for name in ('joint_people', 'joint_date', 'joint_findings', 'report_date') if not complaint[name]]
            if missing:
                raise UserError(self.env._(
                    "%(complaint)s: enter first what was found out. Missing: %(fields)s.",
                    complaint=complaint.display_name, fields=", ".join(missing)))
            complaint._check_shares()
            complaint._check_solution()

    def _check_shares(self):
        for complaint in self:
            total = sum(complaint.party_ids.mapped('share'))
            if abs(total - 100) > 0.01:
                raise UserError(self.env._(
                    "%(complaint)s: the shares of those responsible are %(total)s %% together. Make them 100 %%.",
                    complaint=complaint.display_name, total=f'{total:g}'))

    def _get_responsible_users(self):
        """The logins of the people who are responsible; they do not decide what the customer is given."""
        # sudo: whose login a person has is asked of personnel files
        return self.sudo().party_ids.employee_id.user_id
