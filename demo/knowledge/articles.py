"""Articles as workshops write them, in both languages; the questions of the tests are asked of these."""

# key: (kind, codes, {language: (title, symptoms, cause, remedy)})
ARTICLES = {
    'chain': ('maker', "P0016, P0341", {
        'en_US': (
            "Rattle for two seconds at cold start: timing chain tensioner",
            "A metallic rattle from the engine for one or two seconds after a cold start, then quiet.",
            "The oil runs out of the chain tensioner while the car stands.",
            "Read the phase position. Above -4 degrees renew tensioner and chain; below, renew the tensioner only."),
        'zh_CN': (
            "冷启动发动机异响两秒：正时链条张紧器",
            "早上冷车启动时发动机有金属异响，响一两秒后消失。",
            "停放期间张紧器内机油泄漏。",
            "读取相位值。超过-4度更换张紧器和链条，否则只更换张紧器。"),
    }),
    'misfire': ('case', "P0301, P0302, P0303, P0304", {
        'en_US': (
            "Misfire of one cylinder: swap the ignition coils first",
            "Engine shakes at idle, check engine lamp blinks, no power when accelerating.",
            "Ignition coil or spark plug; seldom the injector.",
            "Swap the coil with the next cylinder. If the code moves along, renew the coil; if not, look at the "
            "plug and then the injector."),
        'zh_CN': (
            "单缸失火：先对调点火线圈",
            "怠速抖动，发动机故障灯闪烁，加速无力。",
            "点火线圈或火花塞故障，少数为喷油嘴。",
            "与相邻气缸对调点火线圈，故障码跟着走则更换线圈，否则检查火花塞和喷油嘴。"),
    }),
    'squeal': ('tip', "", {
        'en_US': (
            "Brakes squeal when cold and wet",
            "Front brakes squeal at low speed in the morning, gone after some stops.",
            "Surface rust and glazed pads; no fault of safety.",
            "Clean the guides, break the edges of the pads, grease the shims. Renew pads only below 3 mm."),
        'zh_CN': (
            "早晨刹车吱吱响",
            "早上低速制动时前轮吱吱响，踩几脚后消失。",
            "制动盘浮锈、摩擦片表面硬化，不影响安全。",
            "清洁导向销，摩擦片倒角，消音片涂润滑脂。厚度低于3毫米才更换。"),
    }),
    'judder': ('tip', "", {
        'en_US': (
            "Steering wheel shakes when braking from high speed",
            "The wheel shakes when braking above 80 km/h.",
            "Runout of the brake discs, mostly by wheel bolts tightened unevenly.",
            "Measure runout at the disc and the hub. Skim or renew both discs, tighten the wheels crosswise "
            "with a torque wrench."),
        'zh_CN': (
            "高速制动时方向盘抖动",
            "时速80以上踩刹车时方向盘抖动。",
            "制动盘端面跳动超差，多因车轮螺栓拧紧力矩不均。",
            "测量制动盘和轮毂跳动，左右同时车削或更换制动盘，对角按力矩拧紧螺栓。"),
    }),
    'battery': ('tip', "", {
        'en_US': (
            "Does not start in the morning: quiescent current",
            "The car does not start after two days, the battery is flat again and again.",
            "A control unit that does not go to sleep, often a dash camera on permanent supply.",
            "Measure the quiescent current after 30 minutes: above 50 mA pull the fuses one by one. Move the "
            "camera to the switched supply."),
        'zh_CN': (
            "停放两天打不着：静态电流过大",
            "车辆停放两天后无法启动，蓄电池反复亏电。",
            "控制单元不休眠，常见为行车记录仪接了常电。",
            "30分钟后测静态电流，大于50毫安时逐个拔保险丝，把记录仪改接到受控电源。"),
    }),
    'aircon_smell': ('tip', "", {
        'en_US': (
            "Musty smell from the air conditioning",
            "It smells of mould when the air conditioning is switched on.",
            "Moisture and bacteria on the evaporator, clogged cabin filter.",
            "Renew the cabin filter, clean the evaporator with foam, check the water drain."),
        'zh_CN': (
            "空调有霉味",
            "打开空调时出风口有霉味、异味。",
            "蒸发器潮湿滋生细菌，空调滤芯堵塞。",
            "更换空调滤芯，用泡沫清洗蒸发器，检查排水管。"),
    }),
    'aircon_warm': ('manual', "B10B1", {
        'en_US': (
            "Air conditioning does not cool: find the leak before refilling",
            "The air conditioning blows warm air, the compressor switches off.",
            "Too little refrigerant; condenser damaged by stones, or seals of the lines.",
            "Evacuate and hold the vacuum for 20 minutes. Look for the leak with dye. Fill by weight as on the label."),
        'zh_CN': (
            "空调不制冷：先查漏再加制冷剂",
            "空调吹热风，压缩机不吸合。",
            "制冷剂不足，冷凝器被石子打漏或管路密封圈泄漏。",
            "抽真空保压20分钟，用荧光剂查漏，按铭牌重量加注。"),
    }),
    'hv_range': ('maker', "", {
        'en_US': (
            "Electric car: range drops in winter",
            "The customer complains that the range is 30 % shorter in the cold.",
            "Cold battery and heating of the cabin; no fault.",
            "Read the state of health of the battery and explain it. Preheat while charging, use seat heating."),
        'zh_CN': (
            "电动车冬季续航下降",
            "客户反映冬天续航里程少了三成。",
            "低温下电池活性下降，加上暖风耗电，属正常现象。",
            "读取电池健康度并向客户解释。建议充电时预热，使用座椅加热。"),
    }),
    'hv_charge': ('case', "P1AF0", {
        'en_US': (
            "Charging stops after some minutes: charging socket too hot",
            "Charging at the fast charger is broken off again and again.",
            "Worn contacts of the charging socket, temperature sensor above 85 °C.",
            "Switch off the high voltage. Measure the resistance of the contacts, renew the socket; never only clean it."),
        'zh_CN': (
            "快充几分钟后中断：充电口过热",
            "直流快充时反复跳枪，充电中断。",
            "充电口端子磨损，温度传感器超过85度。",
            "断开高压。测量端子电阻，更换充电口总成，不得仅清洁。"),
    }),
    'dsg': ('maker', "P17BF, P1895", {
        'en_US': (
            "Dual clutch gearbox judders when moving off",
            "The car shakes when moving off in first and second gear, hot worse.",
            "Clutch plates out of adaptation or worn.",
            "Do the basic setting of the clutch. If the wear value is above 6, renew the double clutch with the "
            "special tools."),
        'zh_CN': (
            "双离合变速箱起步抖动",
            "一二挡起步时车辆抖动，热车更明显。",
            "离合器片自适应值偏移或磨损。",
            "做离合器基本设定，磨损值大于6时用专用工具更换双离合器。"),
    }),
    'oil': ('maker', "", {
        'en_US': (
            "Oil consumption: measure it before anything is taken apart",
            "The oil lamp comes on between two services, the engine uses oil.",
            "Oil separator, turbocharger, piston rings.",
            "Fill to the mark, seal the filler cap, drive 1,000 km, measure. Above 0.5 l look at the separator "
            "and the turbocharger first."),
        'zh_CN': (
            "烧机油：先做机油消耗测试",
            "两次保养之间机油灯亮，发动机烧机油。",
            "油气分离器、涡轮增压器或活塞环故障。",
            "加到刻度线，封住加油口，行驶1000公里后测量，超过0.5升先查油气分离器和涡轮增压器。"),
    }),
    'coolant': ('tip', "P0217", {
        'en_US': (
            "Engine overheats in traffic: radiator fan and thermostat",
            "The coolant temperature rises in a traffic jam, it falls on the motorway.",
            "Radiator fan does not run, or the thermostat hangs.",
            "Drive the fan with the tester. If it runs, renew the thermostat. Never open the hot system."),
        'zh_CN': (
            "堵车时水温高：散热风扇和节温器",
            "堵车时冷却液温度升高，上高速后下降。",
            "散热风扇不转或节温器卡滞。",
            "用诊断仪驱动风扇，风扇正常则更换节温器。热车严禁打开水箱盖。"),
    }),
    'pull': ('tip', "", {
        'en_US': (
            "Car pulls to the right: tyres before alignment",
            "The car drifts to one side on a straight road, the steering wheel stands straight.",
            "Cone effect of a tyre, different pressures; seldom the alignment.",
            "Set the pressures, change the front wheels from side to side. If it now pulls to the other side it is a tyre."),
        'zh_CN': (
            "行驶跑偏：先查轮胎再做四轮定位",
            "直路行驶车辆向一侧跑偏，方向盘是正的。",
            "轮胎锥度或胎压不一致，少数为定位不准。",
            "调整胎压，左右对调前轮，若跑偏方向改变则为轮胎问题。"),
    }),
    'sunroof': ('tip', "", {
        'en_US': (
            "Water drips from the roof lining: drains of the sunroof",
            "After rain water drips from the lining beside the sun visor.",
            "The drain hoses of the sunroof are clogged with leaves.",
            "Blow out the drains from below with little pressure. Pour water and watch all four outlets."),
        'zh_CN': (
            "下雨后车顶漏水：天窗排水管堵塞",
            "雨后遮阳板旁的顶棚漏水。",
            "天窗排水管被树叶堵塞。",
            "从下端用低压气吹通排水管，倒水检查四个出口。"),
    }),
}
