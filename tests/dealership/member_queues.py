from odoo.fields import Command, Date, Datetime


class MemberQueues:
    """What the nightly passes of members work on."""

    def _prepare_work_out_members(self):
        # sudo: members are made by the system
        return '_work_out', self.env['aftersales.member'].sudo().create([
            {'company_id': self.company.id, 'partner_id': partner.id} for partner in self.env['res.partner'].create(
                [{'name': f"Member {number}"} for number in range(self.count)])])

    def _prepare_issue_vouchers(self):
        """A rule in each of as many companies."""
        Rule = self.env['aftersales.voucher.rule']
        Rule.search([]).sudo().run_date = '2099-01-01'
        companies = self.env['res.company'].create([
            {'name': f"Vouchers {self.count} {number}"} for number in range(self.count)])
        self.env.user.company_ids |= companies
        program = self.env['loyalty.program'].create({
            'name': f"Birthday {self.count}", 'program_type': 'coupons', 'company_id': False,
            'currency_id': self.company.currency_id.id,
            'communication_plan_ids': [Command.clear()]})
        return '_issue_due', Rule.sudo().create([
            {'occasion': 'birthday', 'coupon_program': str(program.id), 'company_id': company.id} for company in companies])

    def _prepare_lapse_points(self):
        """Points of two years ago, announced for yesterday."""
        program = self.env['loyalty.program'].with_company(self.company).create({
            'name': f"Points {self.count}", 'program_type': 'loyalty', 'company_id': self.company.id,
            'communication_plan_ids': [Command.clear()]})
        self.env['aftersales.coupon.terms'].with_company(self.company).create({
            'coupon_program': str(program.id), 'points_months': 12, 'company_id': self.company.id})
        members = self._prepare_work_out_members()[1]
        cards = self.env['loyalty.card'].create([
            {'program_id': program.id, 'partner_id': member.partner_id.id, 'points': 10} for member in members])
        self._write_raw(cards, create_date=Datetime.subtract(Datetime.now(), years=2))
        return '_lapse_points', self._write_raw(members, lapse_date=Date.subtract(Date.today(), days=1), lapse_points=10)
