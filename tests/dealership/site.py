import base64


class SiteOf:
    """Areas of the outlet with a check each, for tests of whatever room."""

    @classmethod
    def _create_many_sites(cls, count):
        areas = cls.env['aftersales.site.area'].create([
            {'name': f"Hall {number}", 'workshop_id': cls.workshop.id, 'user_id': cls.user_dispatcher.id}
            for number in range(count)])
        checks = cls.env['aftersales.site.check'].create([{'area_id': area.id} for area in areas])
        checks.line_ids.write({'mark': '2', 'finding': "Dust", 'user_id': cls.user_technician.id})
        checks.action_sign()
        return checks

    @classmethod
    def _create_many_ideas(cls, count):
        cls.env['aftersales.idea'].create([{'subject': f"Idea {number}"} for number in range(count)])
        cls.env['aftersales.goal'].create([{
            'name': f"Goal {number}", 'indicator': "Orders", 'due_date': '2030-01-01', 'value_before': 1, 'value_goal': 2}
            for number in range(count)])
        cls.env['aftersales.norm'].create([
            {'code': f"N{number}", 'name': f"Norm {number}", 'text': "Done", 'user_id': cls.user_manager.id}
            for number in range(count)])
        cls.env['aftersales.exchange.import'].create([{
            'file': base64.b64encode(b"Customer No.,Customer's Name\nC-1,Li\n"), 'file_name': 'people.csv',
            'company_id': cls.company.id} for __ in range(count)])
