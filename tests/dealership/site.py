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
        cls._create_many_exchanges(count)

    @classmethod
    def _create_many_exchanges(cls, count):
        partners = cls.env['aftersales.exchange.partner'].create([
            {'name': f"System {number}", 'company_id': cls.company.id, 'may_find_vehicles': True} for number in range(count)])
        calls = cls.env['aftersales.exchange.api']
        for partner in partners:
            calls.with_user(partner.user_id).find_vehicle(vin='NONE')
        vehicles = cls.env['fleet.vehicle'].search([], limit=count)
        cls.env['aftersales.past.visit'].create([{
            'number': f'OLD-{number}', 'company_id': cls.company.id, 'source': "Old", 'date_in': '2024-01-02',
            'vehicle_id': vehicles[number % len(vehicles)].id} for number in range(count)])
        cls.company.health_file_url = 'https://files.example.com'
        cls.env['aftersales.exchange.document']._queue(cls.env['aftersales.order'].search(
            [('company_id', '=', cls.company.id)], limit=count))
        cls.company.health_file_url = False
