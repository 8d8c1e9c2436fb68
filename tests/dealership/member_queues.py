class MemberQueues:
    """What the nightly pass of members works on."""

    def _prepare_work_out_members(self):
        # sudo: members are made by the system
        return '_work_out', self.env['aftersales.member'].sudo().create([
            {'company_id': self.company.id, 'partner_id': partner.id} for partner in self.env['res.partner'].create(
                [{'name': f"Member {number}"} for number in range(self.count)])])
